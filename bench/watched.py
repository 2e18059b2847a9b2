"""The program itself, as it is typed, with somebody in its process who looks at a clock.

    python -m bench.watched TASK [ARGUMENT…]

Run by `window.py`. TASK says what is watched (see `watching`); the arguments are the program's own.
"""

import sys

from bench import watching


def main() -> None:
    """Run the program."""
    watching.begin(sys.argv.pop(1))
    from coverart.__main__ import run  # noqa: PLC0415 (what is timed)

    run()


if __name__ == "__main__":
    main()
