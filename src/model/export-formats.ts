/** As what saved runs are printed for other tools. */
export const exportFormatNames = ['csv', 'markdown', 'benchstat', 'json'] as const;
export type ExportFormatName = (typeof exportFormatNames)[number];
