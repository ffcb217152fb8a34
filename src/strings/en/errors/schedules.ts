// Errors of schedules/.

export const schedules = {};
