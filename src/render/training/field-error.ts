/** Which field of the form a refusal is about. */

/** Parts of refusals, each with the field that it means; the first that fits counts. */
const SIGNS: [RegExp, string][] = [
  [/wrong 'name'/, 'name'],
  [/^base:|^model /, 'base'],
  [/^data set|^data:|wrong 'data|sentences? (?:with|in) each other/, 'data'],
  [/wrong 'baseShare'|^base data/, 'baseShare'],
  [/wrong 'timeLimitMinutes'/, 'timeLimitMinutes'],
  [/wrong 'seed'/, 'seed'],
  [/wrong 'preset'/, 'preset'],
  [/wrong 'probe'/, 'probe'],
  [/wrong 'test/, 'test'],
  [/^direction:|wrong '(?:source|target)'/, 'direction'],
];

/** A setting at the beginning of a line, or in quotes: `training.updates`. */
const SETTING = /(?:^|[\s'])((?:tokenizer|model|training|validation)\.[\w.]+)/;

/**
 * @param message one line of a refusal
 * @param fields names of the form's fields
 * @returns the name of a field; null where it is about none of them
 */
export function fieldOfError(message: string, fields: ReadonlySet<string>): string | null {
  const [, path] = SETTING.exec(message) ?? [];
  if (path !== undefined) {
    const name = `settings.${path}`;
    return fields.has(name) ? name : fields.has('settings') ? 'settings' : null;
  }
  if (/^settings|wrong 'settings/.test(message)) return fields.has('settings') ? 'settings' : null;
  const sign = SIGNS.find(([pattern]) => pattern.test(message));
  return sign !== undefined && fields.has(sign[1]) ? sign[1] : null;
}

/** The line without what names the job, which the form says already. */
export const shortError = (message: string): string =>
  message
    .replace(/^configuration of job [\w.-]+: /, '')
    .replace(
      /^job: expected a sound request, got a wrong '([\w.]+)' \((.*)\)$/,
      (_, path: string, why: string) => `${path.split('.').at(-1)}: ${why.replace(/^Invalid input: /, '')}`,
    );
