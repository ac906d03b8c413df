"""A histogram of scores as SVG, drawn with the page's own colours; the same numbers stand in a table beside it."""

from __future__ import annotations

from medcoding.report.model import Spread

WIDTH, HEIGHT, FOOT, HEAD = 640, 240, 34, 18


def bin_names(bins: int) -> list[str]:
    """What each bar stands for, in percent of the maximum."""
    step = 100 // bins
    last = f"{100 - step}% and more"
    return [f"{step * place}% to under {step * (place + 1)}%" for place in range(bins - 1)] + [last]


def render_histogram(spread: Spread) -> str:
    """Bars with their counts above them. A screen reader hears the caption and goes on to the table."""
    most = max([*spread.bins, 1])
    width = WIDTH / len(spread.bins)
    room = HEIGHT - FOOT - HEAD
    bars = []
    for place, count in enumerate(spread.bins):
        height = room * count / most
        x, y = place * width, HEAD + room - height
        middle = x + width / 2
        bars.append(
            f'<rect x="{x + 3:.1f}" y="{y:.1f}" width="{width - 6:.1f}" height="{height:.1f}" rx="3"/>'
            f'<text x="{middle:.1f}" y="{y - 5:.1f}">{count or ""}</text>'
            f'<text class="rp-axis" x="{middle:.1f}" y="{HEIGHT - 14}">{100 // len(spread.bins) * place}</text>'
        )
    line = f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}"/>'
    return (
        f'<svg class="rp-histogram" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Learners by score, in tenths of the maximum; the table below has the numbers.">'
        f"{''.join(bars)}{line}</svg>"
    )
