"""The doors. Flask only here.

`participant` is what phones on the Wi-Fi see, `staff` what the trainer and the organiser see on
the device itself, `sync` the address devices exchange with; `shared` is what the doors have in
common, and `serve` opens them. The two apps never import each other.
"""
