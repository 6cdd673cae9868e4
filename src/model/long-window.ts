/**
 * A window longer than this, in seconds, is a long one: what grows with its length is bounded or left out, and growth is
 * worth telling. In five minutes 66,000 requests a second make a log of h2load of half a gigabyte, which is the longest
 * text that node can hold.
 */
export const longWindow = 300;
