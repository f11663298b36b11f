"""The courses and papers: what there is, guides, what goes home, a network's own."""
