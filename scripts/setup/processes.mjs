/** Running the commands of the set-up: quiet while they work, their last lines when they fail. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const minute = 60_000;

/** A command that ended with an error; the message is its telling line. */
export class CommandError extends Error {
  /**
   * @param {string} message
   * @param {string} output all that the command printed
   */
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/**
 * The line of an output that says what went wrong: the first that names an error, else the last of all.
 * @param {string} output
 */
export function tellingLine(output) {
  const lines = output.split(/\r?\n/).map((line) => line.replace(/^npm (error|warn|notice) ?/, '').trim());
  const filled = lines.filter((line) => line !== '');
  const named = filled.find((line) =>
    /^(\w*Error|error|ERROR|fatal error|gyp ERR! stack \w*Error)\b.*:/.test(line),
  );
  return named ?? filled.at(-1) ?? 'no output';
}

/**
 * Runs a command and gives what it printed on stdout and stderr.
 * @param {string} command
 * @param {string[]} parameters
 * @param {{ cwd?: string, environment?: Record<string, string>, limit?: number }} [options] limit in milliseconds
 * @returns {Promise<string>}
 * @throws {CommandError} where it cannot be started, fails, or outlasts the limit
 */
export function run(command, parameters, { cwd, environment = {}, limit = 30 * minute } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limit,
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => reject(new CommandError(error.message, output)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else if (signal !== null) reject(new CommandError(`${command} was stopped (${signal})`, output));
      else reject(new CommandError(tellingLine(output), output));
    });
  });
}

/** Node.js headers beside the running binary, so that an addon is built for it and nothing is downloaded. */
function headersBesideNode() {
  const root = dirname(dirname(process.execPath));
  const header = join(root, 'include', 'node', 'node_version.h');
  if (!existsSync(header)) return null;
  const major = /#define NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(header, 'utf8'))?.[1];
  return major === process.versions.node.split('.')[0] ? root : null;
}

/**
 * Runs npm with the Node.js that runs this script.
 * @param {string[]} parameters
 * @param {{ cwd?: string, limit?: number }} [options]
 */
export function npm(parameters, options = {}) {
  const headers = headersBesideNode();
  /** @type {Record<string, string>} */
  const environment = { PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` };
  if (headers !== null) environment.npm_config_nodedir = headers;
  const script = process.env.npm_execpath;
  return script !== undefined && script.endsWith('npm-cli.js')
    ? run(process.execPath, [script, ...parameters], { ...options, environment })
    : run('npm', parameters, { ...options, environment });
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
