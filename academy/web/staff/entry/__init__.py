"""Before the first page: setting up, unlocking, which day it is."""
