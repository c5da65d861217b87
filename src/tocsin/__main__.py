"""``python -m tocsin``: the same door as the ``tocsin`` command."""

from tocsin.cli import main

if __name__ == "__main__":
    main()
