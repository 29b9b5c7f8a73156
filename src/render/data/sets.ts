/** Data sets as they are listed, and the versions of one. */
import { timeAgo } from '../time-ago.js';
import { escapeXml } from '../xml.js';
import { counted } from '../counted.js';

export interface DrawnVersion {
  version: number;
  hash: string;
  pairs: number;
  /** ISO 8601. */
  created: string;
  /** What made it. */
  note: string;
}

export interface DrawnDataSet {
  id: number;
  name: string;
  latest: DrawnVersion;
}

function setRow({ id, name, latest }: DrawnDataSet, now: Date): string {
  return (
    `<tr><th scope="row"><a class="set-name" href="/data/${id}">${escapeXml(name)}</a></th>` +
    `<td class="number">${latest.pairs.toLocaleString('en')}</td><td class="number set-version">${latest.version}</td>` +
    `<td class="set-changed">${timeAgo(latest.created, now)} <span class="hint">${escapeXml(latest.note)}</span></td>` +
    `<td class="set-action"><a href="/training/new?data=${id}" aria-label="Train with it: ${escapeXml(name)}">Train<span class="set-action-rest"> with it</span></a></td></tr>`
  );
}

/** The table of data sets, by name. */
export function setTable(sets: DrawnDataSet[], now: Date = new Date()): string {
  return (
    '<div class="table-room" tabindex="0" role="region" aria-label="Data sets"><table class="table sets"><thead><tr><th scope="col">Name</th>' +
    '<th scope="col" class="number">Pairs</th><th scope="col" class="number set-version">Version</th><th scope="col" class="set-changed">Changed</th>' +
    `<th scope="col"><span class="hidden">What to do with it</span></th></tr></thead><tbody>${sets.map((set) => setRow(set, now)).join('')}</tbody></table></div>`
  );
}

/** A data set in a line: how many pairs, which version, since when. */
export function setFacts({ latest }: Pick<DrawnDataSet, 'latest'>, now: Date = new Date()): string {
  return `${counted(latest.pairs, 'pair')} · version ${latest.version} · ${timeAgo(latest.created, now)}, ${escapeXml(latest.note)}`;
}

/** The versions of a data set, the latest first, each a link to look at it. @param shown the one that is looked at */
export function versionList(id: number, versions: DrawnVersion[], shown: number, now: Date = new Date()): string {
  const items = versions.map(({ version, hash, pairs, created, note }, i) => {
    const link = i === 0 ? `/data/${id}` : `/data/${id}?version=${version}`;
    const current = version === shown ? ' aria-current="true"' : '';
    return (
      `<li><a href="${link}"${current}>Version ${version}</a><span>${counted(pairs, 'pair')}</span>` +
      `<span class="version-note">${escapeXml(note)}</span><span>${timeAgo(created, now)}</span><code title="SHA-256 of its pairs">${escapeXml(hash.slice(0, 12))}</code></li>`
    );
  });
  return `<ol class="versions" reversed>${items.join('')}</ol>`;
}
