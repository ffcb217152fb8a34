// JSON as Python's json module writes it: NaN and ±Infinity stand bare, which JSON does not know. A
// scheduler_config.json of DPM-Solver holds "lambda_min_clipped": -Infinity. Such a number becomes
// null.

/** Errors: SyntaxError of JSON.parse. */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gs, (found) =>
      found.startsWith('"') ? found : 'null',
    ),
  ) as unknown;
}
