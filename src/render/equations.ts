/** The equations of a decoder step as Luong et al. (2015) write them, in MathML. */

const sub = (base: string, index: string): string => `<msub>${base}<mi>${index}</mi></msub>`;
const vector = (letter: string): string => `<mi class="vector">${letter}</mi>`;
const BOLD_H = vector('h');
const SOURCE_STATE = sub(`<mover>${BOLD_H}<mo>¯</mo></mover>`, 's');
const STATE = sub(BOLD_H, 't');
const CONTEXT = sub(vector('c'), 't');
const ATTENTIONAL = sub(`<mover>${BOLD_H}<mo>˜</mo></mover>`, 't');
const WEIGHT = '<msub><mi>a</mi><mi>t</mi></msub><mo>(</mo><mi>s</mi><mo>)</mo>';
const SCORE = `<mi>score</mi><mo>(</mo>${STATE}<mo>,</mo>${SOURCE_STATE}<mo>)</mo>`;

const math = (name: string, content: string): string =>
  `<math display="block" aria-label="${name}"><mrow>${content}</mrow></math>`;

export const EQUATIONS = {
  state: math(
    'h t is LSTM of the piece before and the state before',
    `${STATE}<mo>=</mo><mi>LSTM</mi><mo>(</mo><msub><mi>y</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub><mo>,</mo><msub>${BOLD_H}<mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub><mo>)</mo>`,
  ),
  score: math(
    'the score of h t and h s is their dot product',
    `${SCORE}<mo>=</mo><msubsup>${BOLD_H}<mi>t</mi><mo>⊤</mo></msubsup>${SOURCE_STATE}`,
  ),
  weight: math(
    'a t of s is the softmax of the scores',
    `${WEIGHT}<mo>=</mo><mfrac><mrow><mi>exp</mi><mo>(</mo>${SCORE}<mo>)</mo></mrow><mrow><msub><mo>∑</mo><mrow><mi>s</mi><mo>′</mo></mrow></msub><mi>exp</mi><mo>(</mo><mi>score</mi><mo>(</mo>${STATE}<mo>,</mo><msub><mover>${BOLD_H}<mo>¯</mo></mover><mrow><mi>s</mi><mo>′</mo></mrow></msub><mo>)</mo><mo>)</mo></mrow></mfrac>`,
  ),
  context: math(
    'c t is the sum over s of a t of s times h s',
    `${CONTEXT}<mo>=</mo><munder><mo>∑</mo><mi>s</mi></munder>${WEIGHT}${SOURCE_STATE}`,
  ),
  attentional: math(
    'h tilde t is tanh of W c times c t and h t joined',
    `${ATTENTIONAL}<mo>=</mo><mi>tanh</mi><mo>(</mo>${sub(vector('W'), 'c')}<mo>[</mo>${CONTEXT}<mo>;</mo>${STATE}<mo>]</mo><mo>)</mo>`,
  ),
  output: math(
    'the probability of y t is the softmax of W s times h tilde t',
    `<mi>p</mi><mo>(</mo><msub><mi>y</mi><mi>t</mi></msub><mo>|</mo><msub><mi>y</mi><mrow><mo>&lt;</mo><mi>t</mi></mrow></msub><mo>,</mo><mi>x</mi><mo>)</mo><mo>=</mo><mi>softmax</mi><mo>(</mo>${sub(vector('W'), 's')}${ATTENTIONAL}<mo>)</mo>`,
  ),
} as const;
