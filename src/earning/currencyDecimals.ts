// ISO 4217's minor units where they are not two. Intl knows another thing: how cash is shown, without the fils of a dinar.
const NOT_TWO: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
]);

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** How many decimals an amount of the currency has, by ISO 4217; null: there is no such currency. Codes are upper case. */
export function currencyDecimals(code: string): number | null {
  return CURRENCIES.has(code) ? (NOT_TWO.get(code) ?? 2) : null;
}
