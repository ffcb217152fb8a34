// Commands about comparing runs: evaluations with shared seeds, the frontier of reward against drift, blind comparison.

export interface EvaluationCommands {
}
