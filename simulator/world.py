"""Everything made up for one incident, before a document is written."""

from __future__ import annotations

import random

from simulator import randomness as r
from simulator.human import Human
from simulator.kit import Deck, World
from simulator.lexicon import Split
from simulator.organizations import make_practices, staffed
from simulator.population import TODAY, Population


def make_world(seed: int, split: Split, people: int, entities: int) -> World:
    """Return practices, their staff, and the people as decks of patients and employees."""
    bare = make_practices(seed, split, entities)
    population = Population(seed, split, bare)
    humans = population.grow(people)
    rng = r.stream(seed, "roles", split)
    for human in humans:
        human.is_employee = 20 < human.age_on(TODAY) < 66 and not human.died and r.chance(rng, 0.1)
    patients = {practice.key: _patients(humans, practice.key, rng) for practice in bare}
    workers = {
        practice.key: [h for h in humans if h.is_employee and h.home_entity == practice.key] for practice in bare
    }
    return World(
        seed, split, staffed(bare, population), population.by_key,
        {key: Deck(value, rng) for key, value in patients.items()},
        {key: Deck(value, rng) for key, value in workers.items()},
    )  # fmt: skip


def _patients(humans: list[Human], entity: str, rng: random.Random) -> list[Human]:
    return [human for human in humans if entity in human.mrns and (not human.is_employee or r.chance(rng, 0.3))]
