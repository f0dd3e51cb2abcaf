"""The phases of a turn, a module each; `sim.engine.turn` has them in their order."""
