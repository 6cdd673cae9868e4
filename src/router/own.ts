/** What Flimflam's own management connection adds, wherever a router only tells how many there are. */
export const own = { connections: 1, links: 2 };
