"""The plain-list loop: ten engagements, 24 turns, five productivity factors, three draws, no log.

It does what a hand-written loop over lists does in pure Python, with a tenth of the rules; the
engine is measured against it in the same run.
"""

import random

ENGAGEMENTS = 10

TURNS = 24


def play(seed: int = 1) -> float:
    """One game of the prototype.

    Returns:
        The cash at its end, so that no computation can be left out.
    """
    draw = random.Random(seed).random
    skill = [0.4 + 0.05 * index for index in range(ENGAGEMENTS)]
    distance = [0.1 * index for index in range(ENGAGEMENTS)]
    experience = [0.0] * ENGAGEMENTS
    progress = [0.0] * ENGAGEMENTS
    latent = [0] * ENGAGEMENTS
    found = [0] * ENGAGEMENTS
    paid = [0] * ENGAGEMENTS
    cash = 1_000_000
    for turn in range(TURNS):
        for index in range(ENGAGEMENTS):
            effort = 1.34 - 0.58 * skill[index]
            effort *= 1.0 + 0.42 * distance[index] * 0.5
            effort *= 1.0 + 0.85 / (1.0 + experience[index] * 0.003)
            effort *= 1.12 if turn < 3 else 1.0
            effort *= 1.05
            hours = 120.0 * (0.9 + 0.2 * draw())
            done = hours / effort
            progress[index] += done
            experience[index] += hours
            made = int(done * 0.02 + draw())
            caught = int(made * 0.6 + draw())
            latent[index] += made - min(caught, made)
            surfaced = latent[index] // 3
            latent[index] -= surfaced
            found[index] += surfaced
            fee = int(hours * 5_000) + surfaced * 40_000
            paid[index] += fee
            cash += 700_000 - fee
    return cash + sum(progress) + sum(found) + sum(paid)
