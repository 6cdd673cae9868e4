import type { Table } from '../page/figure.js';

/** A table as RFC 4180 wants it, with a line of titles. */
export function csvOf({ columns }: Table): string {
  const rows = Math.max(0, ...columns.map(({ values }) => values.length));
  const lines = Array.from({ length: rows }, (_, at) =>
    columns.map(({ values }) => cell(values[at] ?? null)).join(','),
  );
  return [columns.map(({ title }) => cell(title)).join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
