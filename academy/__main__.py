"""`python -m academy`: the `academy` command, where no script was installed for it."""

from academy.cli import main

if __name__ == "__main__":
    main(prog_name="academy")
