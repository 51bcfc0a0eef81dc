/** Where the open page of a case gives its signs of life. */
export const leaseHref = (number: number): string => `/api/cases/${number}/lease`;
