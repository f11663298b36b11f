"""One's own week: being here, the questions before and after, the sheets, what is still missing."""
