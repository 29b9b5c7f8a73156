/** Headers that keep the page to its own scripts, styles and forms. */
import helmet from 'helmet';
import type { RequestHandler } from 'express';

/**
 * A content security policy without inline scripts or styles. Nothing that needs HTTPS is asked for, since the
 * page is mostly served over plain HTTP on the machine itself.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // The page's own script draws a picture of its SVG to save it as PNG.
        imgSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // With none at all a form's own page would be told as the origin `null`, and its post be refused.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}
