/** What the product of a decimal fraction may be wrong by: 0.031 is not quite 31 thousandths. */
const rounding = 1e-9;

type Round = (value: number) => number;

/** A change as `+5.8 %`; without a sign when it rounds to zero. */
export const changeText = (share: number): string => `${signed(share, Math.round)} %`;

/** The lower end of an interval in percent, rounded downwards: what is printed contains what was computed. */
export const lowerText = (share: number): string =>
  share > 0 && share < 0.001 ? `+${magnitude(share)}` : signed(share, (value) => Math.floor(value + rounding));

/** The upper end of an interval in percent, rounded upwards. */
export const upperText = (share: number): string =>
  share < 0 && share > -0.001 ? `-${magnitude(share)}` : signed(share, (value) => Math.ceil(value - rounding));

/** The size of a change of which at least so much is sure: rounded towards zero, with the digits that it takes. */
export const atLeastText = (share: number): string => `${magnitude(share)} %`;

/** Percent, so that what is not zero does not look so: an interval near zero must be seen to exclude it. */
function magnitude(share: number): string {
  const percent = Math.abs(share) * 100;
  for (let digits = 1; digits < 7; digits++) {
    const shown = Math.floor(percent * 10 ** digits + rounding) / 10 ** digits;
    if (shown > 0) return shown.toFixed(digits);
  }
  return '0';
}

/** A margin as the user would write it: `2 %`, `0.5 %`. */
export const marginText = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;

/** How sure an interval is: `95 %` for at least that much, else rounded downwards. */
export const levelText = (level: number): string => `${Math.floor(Math.min(level, 0.95) * 100 + rounding)} %`;

function signed(share: number, round: Round): string {
  const tenths = round(share * 1000);
  const text = (Math.abs(tenths) / 10).toFixed(1);
  return tenths > 0 ? `+${text}` : tenths < 0 ? `-${text}` : text;
}
