// Pairs of a winner and a loser: column 0 of the table is 1 for a winner, −1 for a loser, column 1
// the row of its partner. Every row belongs to a pair.

fn isWinner(sample: u32) -> bool { return entry(sample, 0u) > 0.0; }
fn partner(sample: u32) -> u32 { return u32(entry(sample, 1u)); }
fn winnerOf(sample: u32) -> u32 { return select(partner(sample), sample, isWinner(sample)); }
fn loserOf(sample: u32) -> u32 { return select(sample, partner(sample), isWinner(sample)); }
fn pairCount() -> f32 { return f32(params.samples) / 2.0; }
