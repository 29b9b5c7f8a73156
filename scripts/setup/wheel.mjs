/** TensorFlow's library out of the wheel `tensorflow-cpu`, for where tfjs-node's own download is out of reach. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './places.mjs';
import { run } from './processes.mjs';

const wheelVersion = '2.16.2';
const wheelHash = 'c855cb6bf05d32dd5928086b03a5f6b4189b63c22b95e017703cbee4291023ca';

/** Links that tfjs-node looks for, to the files that the wheel holds. */
const links = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2.9.1': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
  'libtensorflow_framework.so.2.9.1': 'libtensorflow_framework.so.2',
};

/** Unpacks the two libraries and the headers: argv is the wheel and the folder to fill. */
const unpackProgram = `
import os, shutil, sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        base = os.path.basename(name)
        if name.startswith('tensorflow/lib') and name.count('/') == 1 and base.startswith('libtensorflow_'):
            target = os.path.join(folder, 'lib', base)
        elif name.startswith('tensorflow/include/') and name.endswith('.h'):
            target = os.path.join(folder, 'include', name[len('tensorflow/include/'):])
        else:
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, 'wb') as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
`;

/** The folder of the cache that holds the unpacked library: `lib/`, `include/` and, once built, the addon. */
export function libraryFolder() {
  return join(cacheFolder(), `tensorflow-cpu-${wheelVersion}-linux-x64`);
}

export function libraryIsCached() {
  return existsSync(join(libraryFolder(), 'lib', 'libtensorflow_cc.so.2'));
}

/** The Python that has pip. Throws where there is none. */
async function pythonWithPip() {
  for (const python of ['python3', 'python']) {
    try {
      await run(python, ['-m', 'pip', '--version']);
      return python;
    } catch {
      // The next name may do.
    }
  }
  throw new Error('Python with pip is not installed');
}

/**
 * Downloads the wheel, whose hash is known, and unpacks it into the cache, whole or not at all.
 * Throws where the machine is of another kind than Linux on x86-64, or lacks pip, or the download fails.
 */
export async function fetchLibrary() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the wheel is for linux-x64, this machine is ${process.platform}-${process.arch}`);
  }
  const python = await pythonWithPip();
  mkdirSync(cacheFolder(), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(), 'unpacking-'));
  try {
    const requirements = join(folder, 'requirements.txt');
    writeFileSync(requirements, `tensorflow-cpu==${wheelVersion} --hash=sha256:${wheelHash}\n`);
    const kind = ['--python-version', '3.11', '--implementation', 'cp'];
    const platforms = ['--platform', 'manylinux_2_17_x86_64', '--platform', 'manylinux2014_x86_64'];
    const only = ['--no-deps', '--no-cache-dir', '--only-binary=:all:', '--require-hashes'];
    await run(python, [
      '-m',
      'pip',
      'download',
      ...only,
      ...kind,
      ...platforms,
      '-r',
      requirements,
      '-d',
      folder,
    ]);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error('pip downloaded no wheel');
    const unpacked = join(folder, 'library');
    await run(python, ['-c', unpackProgram, join(folder, wheel), unpacked]);
    for (const [link, target] of Object.entries(links)) symlinkSync(target, join(unpacked, 'lib', link));
    rmSync(libraryFolder(), { recursive: true, force: true });
    renameSync(unpacked, libraryFolder());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
