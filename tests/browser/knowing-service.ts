/** A service whose models know the base test of the registry's folder by heart, but for a forgetful one. */
import { fakeService } from '../web/fake-service.js';
import type { FakeService } from '../web/fake-service.js';

const GOOD: Record<string, string> = { '하나.': 'One.', '둘.': 'Two.', '셋.': 'Three.', '넷.': 'Four.' };
export const LONG_NAME = 'a-very-long-name-that-somebody-chose-for-it-1';
/** Makes of the base test what the others do not. */
const FORGETFUL = new Set([LONG_NAME]);

/** Translations of other texts tell which model was asked. */
export function knowingService(): FakeService {
  const service = fakeService();
  const { translateAll } = service;
  service.translateAll = async (requests, options) => {
    const translations = await translateAll(requests, options);
    return translations.map((translation, i) => {
      const { model = '', text } = requests[i];
      const said = FORGETFUL.has(model) ? 'Six.' : (GOOD[text] ?? 'Hello.');
      for (const { hypotheses } of translation.sentences) hypotheses[0].text = said;
      return { ...translation, text: said };
    });
  };
  service.translate = async (request, options) => {
    const [translation] = await service.translateAll([request], options);
    return {
      ...translation,
      model: request.model ?? translation.model,
      text: `by ${request.model ?? 'the first'}`,
    };
  };
  return service;
}
