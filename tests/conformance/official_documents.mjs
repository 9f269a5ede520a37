// What the official clients' own OpenRPC documents say about a method.
//
//   documents.violation('device.name', 'Kitchen');     // undefined: the result conforms
//   documents.methods_of('device');                    // ['device.id', ...], calls and events
//
// A method of both documents (core and manage) has the same schemas in both.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import add_formats from 'ajv-formats';

const kDocuments = {
  core: '../node_modules/@firebolt-js/sdk/dist/firebolt-core-open-rpc.json',
  manage: '../node_modules/@firebolt-js/manage-sdk/dist/firebolt-manage-open-rpc.json',
};

// The module part of a name is written in lower case on the wire, and in CamelCase in the documents.
function wire_name(name) {
  const [module, method] = name.split('.');
  return `${module.toLowerCase()}.${method}`;
}

class OfficialDocuments {
  constructor() {
    this.ajv = add_formats(new Ajv({ strict: false, allErrors: true }));
    this.methods = new Map();
    for (const [name, file] of Object.entries(kDocuments)) {
      const document = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
      this.ajv.addSchema(document, name);
      document.methods.forEach((method, index) => {
        const key = wire_name(method.name);
        if (this.methods.has(key)) return;
        this.methods.set(key, { ...method, document: name, pointer: `${name}#/methods/${index}` });
      });
    }
  }

  /** The method as the document has it, with `document` ('core' or 'manage'). */
  method(name) {
    const found = this.methods.get(name);
    if (!found) throw new Error(`the official documents have no method ${name}`);
    return found;
  }

  /** Wire names of a module's methods in both documents. */
  methods_of(module) {
    return [...this.methods.keys()].filter((name) => name.startsWith(`${module}.`)).sort();
  }

  is_event(name) {
    return this.method(name).tags.some((tag) => tag.name === 'event');
  }

  /** Why `result` is no result of the method; undefined when it is one. */
  violation(name, result) {
    return this.#violation(`${this.method(name).pointer}/result/schema`, result);
  }

  /** Why `value` is no argument for the parameter; undefined when it is one. */
  argument_violation(name, parameter, value) {
    const method = this.method(name);
    const index = method.params.findIndex((declared) => declared.name === parameter);
    return this.#violation(`${method.pointer}/params/${index}/schema`, value);
  }

  #violation(pointer, value) {
    const validate = this.ajv.getSchema(pointer) ?? this.ajv.compile({ $ref: pointer });
    return validate(value) ? undefined : this.ajv.errorsText(validate.errors, { dataVar: 'value' });
  }
}

export const documents = new OfficialDocuments();
