// Errors of rewards/.

export const rewards = {};
