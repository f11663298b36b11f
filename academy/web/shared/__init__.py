"""What both doors have in common: how an app is made, guarded, worded and drawn."""
