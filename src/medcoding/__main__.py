"""Makes `python -m medcoding` the same as `medcoding`."""

from medcoding.cli import main

main()
