// What a method of the official documents answers to parameters that the documents do not allow.
// The cases come from the documents: for each parameter a value of another type, none of a required
// one, and for each event a listen that is no boolean.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from '../integration/client.mjs';
import { Platform } from '../support/platform.mjs';
import { generous } from './distributor.mjs';
import { documents } from './official_documents.mjs';

const kMethodNotFound = -32601;
const kInvalidParams = -32602;

const kModules = ['device', 'localization', 'lifecycle', 'parameters', 'securestorage', 'account', 'authentication',
  'capabilities'];
const kOfEachType = [7, 'a text that is nothing else', true, ['an array'], { an: 'object' }, null];

const methods = kModules.flatMap((module) => documents.methods_of(module));

/** Parameters that the document itself gives as an example. */
function valid_params(name) {
  const [example] = documents.method(name).examples;
  return Object.fromEntries(example.params.map(({ name: parameter, value }) => [parameter, value]));
}

describe('Parameters that a document does not allow', () => {
  let platform;
  let client;

  before(async () => {
    platform = await Platform.start(generous);
    client = await Client.connect(platform.internalUrl('refui'));
  });

  after(async () => {
    await client?.close();
    await platform?.stop();
  });

  async function assert_invalid(method, params, pointer) {
    const error = await client.failure(method, params);
    const story = `${method} ${JSON.stringify(params)} was answered ${JSON.stringify(error)}`;
    assert.equal(error.code, kInvalidParams, story);
    assert.match(error.message, pointer, story);
  }

  for (const name of methods) {
    const { params: declared } = documents.method(name);
    for (const { name: parameter, required } of declared) {
      it(`${name} refuses values of another type as ${parameter}`, async () => {
        const wrong = kOfEachType.filter((value) => documents.argument_violation(name, parameter, value));
        assert.ok(wrong.length > 0, `the document of ${name} allows anything as ${parameter}`);
        for (const value of wrong) {
          await assert_invalid(name, { ...valid_params(name), [parameter]: value }, new RegExp(`/${parameter}\\b`));
        }
      });

      if (!required) continue;
      it(`${name} refuses to do without ${parameter}`, async () => {
        const { [parameter]: _, ...rest } = valid_params(name);
        await assert_invalid(name, rest, new RegExp(`\\b${parameter}\\b`));
        if (declared.length === 1) await assert_invalid(name, undefined, new RegExp(`\\b${parameter}\\b`));
      });
    }
  }

  for (const name of methods.filter((one) => documents.method(one).params.length === 0)) {
    it(`${name} takes no parameters in each way of saying so`, async () => {
      for (const params of [undefined, {}, [], { undeclared: 1 }]) {
        const { error } = await client.ask({ method: name, params });
        assert.notEqual(error?.code, kInvalidParams, JSON.stringify(params));
      }
    });
  }

  for (const module of kModules) {
    it(`${module} has no method that the documents do not have`, async () => {
      for (const method of [`${module}.nothing`, `${module}.`, module, `${module}.on`]) {
        const error = await client.failure(method, {});
        assert.equal(error.code, kMethodNotFound, method);
        assert.ok(error.message.includes(method), error.message);
      }
    });
  }
});
