"""What the bases get wrong against the samples they were trained on, as an SVG: names that are not
among the first five of 500, and styles other than asked, each of 1,000 samples.

usage: python curve.py OUT.svg
figures/history.json holds a row per measured set of weights (measure.py samples), one guidance per
base. Both axes are logarithmic; a dashed line goes on from the last two points to the aim.
"""
import json
import math
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
AIM = {("emoji-64", "top5"): 0.90, ("emoji-64-maskgit", "top5"): 0.93, ("emoji-64", "style"): 0.92, ("emoji-64-maskgit", "style"): 0.92}
WORDS = {"top5": "name not among the first 5", "style": "style not as asked"}
COLOURS = {"emoji-64": "#c2661c", "emoji-64-maskgit": "#1b7f74"}
NAMES = {"emoji-64": "diffusion, guidance 3", "emoji-64-maskgit": "MaskGIT, guidance 1.5"}
WIDTH, HEIGHT, LEFT, TOP, BOTTOM, GAP = 760, 310, 44, 58, 40, 48
FROM, TO, LOW, HIGH = 350e3, 4e6, 0.04, 0.25


def crossing(first, last, wrong):
    """Samples at which the line through two (samples, share wrong) in logarithms reaches `wrong`."""
    slope = math.log(last[1] / first[1]) / math.log(last[0] / first[0])
    return last[0] * (wrong / last[1]) ** (1 / slope)


def main():
    with open(os.path.join(HERE, "figures", "history.json"), encoding="utf-8") as f:
        rows = json.load(f)
    panel = (WIDTH - LEFT - GAP - 16) / 2
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for place, key in enumerate(WORDS):
        left = LEFT + place * (panel + GAP)
        x = lambda n: left + panel * math.log(n / FROM) / math.log(TO / FROM)
        y = lambda s: TOP + (HEIGHT - TOP - BOTTOM) * math.log(HIGH / s) / math.log(HIGH / LOW)
        out.append(f'<text x="{left}" y="18" font-weight="bold">{WORDS[key]}</text>')
        for share in (0.05, 0.08, 0.1, 0.2):
            out.append(f'<line x1="{left}" x2="{left + panel}" y1="{y(share):.1f}" y2="{y(share):.1f}" stroke="#ddd"/>'
                       f'<text x="{left - 6}" y="{y(share) + 4:.1f}" text-anchor="end" fill="#555">{share:.0%}</text>')
        for count in (0.5e6, 1e6, 2e6, 4e6):
            out.append(f'<text x="{x(count):.1f}" y="{HEIGHT - 22}" text-anchor="middle" fill="#555">{count / 1e6:g} M</text>')
        out.append(f'<text x="{left + panel / 2}" y="{HEIGHT - 6}" text-anchor="middle" fill="#555">samples seen in training</text>')
        for at, (model, colour) in enumerate(COLOURS.items()):
            points = [(row["samples"], 1 - row[key]) for row in rows if row["model"] == model]
            aim = 1 - AIM[model, key]
            end = crossing(*points[-2:], aim)
            label = f"{NAMES[model]}: aim {aim:.0%}"
            if points[-1][1] > aim:
                label += f", line at {end / 1e6:.1f} M"
                out.append(f'<line x1="{x(points[-1][0]):.1f}" y1="{y(points[-1][1]):.1f}" x2="{x(end):.1f}" y2="{y(aim):.1f}" '
                           f'stroke="{colour}" stroke-dasharray="5 4"/><circle cx="{x(end):.1f}" cy="{y(aim):.1f}" r="4" fill="#fff" stroke="{colour}"/>')
            line = " ".join(f"{x(n):.1f},{y(s):.1f}" for n, s in points)
            out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
            out += [f'<circle cx="{x(n):.1f}" cy="{y(s):.1f}" r="3.5" fill="{colour}"/>' for n, s in points]
            out.append(f'<text x="{left}" y="{34 + 14 * at}" fill="{colour}" font-size="11">{label}</text>')
    out.append("</svg>")
    with open(sys.argv[1], "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
