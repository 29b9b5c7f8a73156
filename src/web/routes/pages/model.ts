/** `/models/NAME`: one version with all that is known of it, and a form to try exactly it. */
import type { RequestHandler } from 'express';
import { stringify } from 'yaml';
import { modelDetails } from '../../../registry/details.js';
import type { ModelDetails } from '../../../registry/details.js';
import { modelLink } from '../../../render/models/drawn-model.js';
import type { DrawnModel } from '../../../render/models/drawn-model.js';
import { textLink } from '../../../render/models/direction.js';
import { provenanceList, scoresInFull, sizeList, triedTexts } from '../../../render/models/model-page.js';
import type { DrawnProvenance } from '../../../render/models/model-page.js';
import { modelBadges } from '../../../render/models/parts.js';
import { originText, versionActions } from '../../../render/models/version.js';
import { failureNotice } from '../../../render/notice.js';
import { pageLink } from '../../../render/page-link.js';
import type { TranslationRequest } from '../../../serving/translation.js';
import { describeError } from '../../describe-error.js';
import { drawnModels } from '../../models-view.js';
import { directionName, LANGUAGE_NAMES } from '../../require-model.js';
import type { Retraining } from '../../retraining.js';
import type { TranslationService } from '../../service.js';
import { installedModel, toldModel } from '../../told-models.js';
import type { ToldModel } from '../../told-models.js';
import type { RetrainingPages } from './showing.js';

/** The parents of a model up to one that has none, or is gone. */
function ancestorsOf(model: DrawnModel, models: DrawnModel[]): DrawnProvenance['ancestors'] {
  const found: DrawnProvenance['ancestors'] = [];
  let parent = model.parent;
  while (parent && !found.some(({ name }) => name === parent?.name)) {
    found.push(parent);
    const { name } = parent;
    parent = models.find((one) => one.name === name)?.parent ?? null;
  }
  return found;
}

function provenanceOf(
  { drawn, told, details }: { drawn: DrawnModel; told: ToldModel; details: ModelDetails },
  models: DrawnModel[],
  retraining: Retraining,
): DrawnProvenance {
  const { provenance } = told;
  const parent = provenance?.parent;
  const now = parent && retraining.models().find(({ name }) => name === parent.name);
  return {
    ...{ model: drawn, ancestors: ancestorsOf(drawn, models), version: told.version },
    isParentSame: parent && now ? now.version === parent.version : null,
    hashes: provenance?.data.map(({ hash, weight }) => ({ hash, weight })) ?? [],
    baseShare: provenance?.baseShare ?? 0,
    seconds: provenance?.seconds ?? 0,
    ...{ corpora: details.corpora, licences: details.licences },
  };
}

/** `LSTM, 512 units, 1 layer read both ways, 1 layer written, dot attention` */
function architectureText({ architecture }: ModelDetails): string {
  const { cell, hidden, embedding, encoderLayers, decoderLayers, bidirectional, attention } = architecture;
  return [
    `${cell.toUpperCase()} of ${hidden} units, embeddings of ${embedding}`,
    `encoder of ${encoderLayers} ${bidirectional ? 'bidirectional ' : ''}layer${encoderLayers === 1 ? '' : 's'}`,
    `decoder of ${decoderLayers}`,
    attention === 'none' ? 'no attention' : `${attention} attention`,
  ].join(', ');
}

/** What a model made of the text in the query, with the active one's beside it; a notice where it could not. */
async function tried(
  text: string,
  { model, active }: { model: DrawnModel; active: DrawnModel | undefined },
  service: TranslationService,
): Promise<string> {
  const { source, target } = model;
  const names = [...new Set([model.name, active?.name ?? model.name])];
  try {
    const requests = names.map((name): TranslationRequest => ({ text, source, target, model: name }));
    const translations = [];
    for (const request of requests) translations.push(await service.translate(request));
    const lookLink = pageLink({ text, source, model: model.name });
    const texts = translations.map((one) => ({
      name:
        one.model === active?.name && one.model !== model.name ? `${one.model}, the active one` : one.model,
      text: one.text,
    }));
    return triedTexts(texts, { target, lookLink });
  } catch (error) {
    return failureNotice(describeError(error), { retry: false });
  }
}

export function modelRoute({ retraining, service, show }: RetrainingPages): RequestHandler {
  return async (request, response) => {
    const name = String(request.params.name);
    const told = toldModel(retraining, name);
    const models = drawnModels(retraining);
    const drawn = models.find((one) => one.name === name);
    if (!drawn) return;
    const details = modelDetails(installedModel(retraining, name));
    const active = models.find((one) => one.active && one.source === drawn.source);
    const { text } = request.query;
    const asked = typeof text === 'string' ? text.trim() : '';
    const { architecture, parameters, description } = details;
    const measured = new Set(drawn.tests.map((test) => test.name));
    const others = told.scores
      .filter(({ on }) => !measured.has(on))
      .map(({ on, bleu, chrf }) => ({ on, bleu: bleu.score, chrf: chrf.score }));
    show(response, 'model', {
      model: drawn,
      link: modelLink(name),
      direction: directionName(drawn),
      languageName: LANGUAGE_NAMES[drawn.source],
      badges: modelBadges(drawn),
      origin: originText(drawn),
      actions: versionActions(drawn, active),
      scores: scoresInFull(drawn, others),
      provenance: provenanceList(provenanceOf({ drawn, told, details }, models, retraining)),
      size: sizeList({
        ...{ parameters, updates: drawn.updates, bytes: drawn.bytes },
        sourceVocabulary: architecture.sourceVocabulary,
        targetVocabulary: architecture.targetVocabulary,
        architecture: architectureText(details),
      }),
      configuration: told.provenance?.config ? stringify(told.provenance.config) : '',
      description,
      ...{ text: asked, tried: asked === '' ? '' : await tried(asked, { model: drawn, active }, service) },
      textLink: textLink(drawn.source, name),
    });
  };
}
