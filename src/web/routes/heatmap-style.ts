/** `GET /heatmap.css`: the style of the heatmaps, from the room that draws them. */
import type { RequestHandler } from 'express';
import { heatmapStyle } from '../../render/heatmap-style.js';

/** The same sheet that a standalone heatmap brings along. */
export function heatmapStyleRoute(): RequestHandler {
  const style = heatmapStyle();
  return (_request, response) => {
    response.type('css').set('Cache-Control', 'no-cache').send(style);
  };
}
