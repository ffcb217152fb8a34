// Commands about making, scoring and rating sets: generate, score by a reward, rate by hand, fit a taste, export as a zip.

export interface RatingCommands {
}
