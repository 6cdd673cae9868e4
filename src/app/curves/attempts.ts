/** A run that the machine spoils so often is kept, and marked. */
export const mostAttempts = 3;
