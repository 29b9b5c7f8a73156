/** Text made safe to stand in XML or HTML. */

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Whether XML 1.0 can hold a code point: no controls but tab and line breaks, no surrogates, no U+FFFE, U+FFFF. */
function isXmlCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x09 || point === 0x0a || point === 0x0d;
  return point < 0xd800 || (point > 0xdfff && point < 0xfffe) || point > 0xffff;
}

/** Escapes text for element content and quoted attributes; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    const held = isXmlCharacter(character.codePointAt(0) ?? 0) ? character : '\uFFFD';
    escaped += ENTITIES[held] ?? held;
  }
  return escaped;
}
