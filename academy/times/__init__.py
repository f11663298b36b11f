"""What time it is: on a laptop whose clock is wrong (`clock`), and in a place (`zones`)."""
