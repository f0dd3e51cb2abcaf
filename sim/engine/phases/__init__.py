"""The phases of a turn, a module each; `sim.engine.turn` lists them in order."""
