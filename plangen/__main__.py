"""Where the ``plangen`` command starts."""

import gc
import os


def main() -> None:
    """Run the command line, prepared for a short run.

    The cycle collector is all but off, since trees hold no cycles. pydantic looks for no plugins among the installed
    packages: that costs a tenth of a check, and what a plan means must not depend on what else is installed.
    """
    gc.set_threshold(200_000)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from plangen.cli import main as run

    run()


if __name__ == "__main__":
    main()
