/** How many days ahead people are told what changes by itself, unless they say otherwise; today is one of them. */
export const daysAhead = 30;
