/** A file on its way through the translator, as its sender asks after it. Plain data. */

/** `POST /v1/files` answers with it, and so does `GET /v1/files/ID` until it is done. */
export interface FileJob {
  id: string;
  /** Name of the file that came. */
  name: string;
  state: 'waiting' | 'translating' | 'done' | 'failed';
  /** Sentences translated so far, and all of them; 0 while the file is read. */
  done: number;
  total: number;
  /** Where the translated file is, once done. */
  url?: string;
  /** One line, where it failed. */
  error?: string;
}
