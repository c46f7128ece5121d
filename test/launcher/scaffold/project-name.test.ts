import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MewsError } from '../../../src/foundation/errors/mews-error.ts';
import { checkProjectName, folderName, nameForms } from '../../../src/launcher/scaffold/project-name.ts';
import { tempProject } from '../../support/temp-project.ts';

/** What npm takes for a new package, by its own rules (validate-npm-package-name). */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9-._~]*\/)?[a-z0-9~-][a-z0-9-._~]*$/;

describe('the forms of a name', () => {
  it.each([
    ['hello', 'hello', 'hello', 'Hello', 'hello'],
    ['Acme.Web', 'acme.web', 'acme-web', 'AcmeWeb', 'acmeWeb'],
    ['My App', 'my-app', 'my-app', 'MyApp', 'myApp'],
    ['MyHTTPApp', 'my-http-app', 'my-http-app', 'MyHTTPApp', 'myHTTPApp'],
    ['my_app', 'my_app', 'my-app', 'MyApp', 'myApp'],
    ['Größe Ä', 'grosse-a', 'grosse-a', 'GrößeÄ', 'größeÄ'],
    ['日本', 'app', 'app', '日本', '日本'],
    ['привет мир', 'app', 'app', 'ПриветМир', 'приветМир'],
    ['3d view', '3d-view', '3d-view', '_3dView', '_3dView'],
    ['2048', '2048', '2048', '_2048', '_2048'],
    ['class', 'class', 'class', 'Class', 'classApp'],
    ['Object', 'object', 'object', 'ObjectApp', 'objectApp'],
    ['@scope/my-app', '@scope/my-app', 'my-app', 'MyApp', 'myApp'],
    ['@Scope Two/My App', '@scope-two/my-app', 'my-app', 'MyApp', 'myApp'],
    ["Bob's app", 'bob-s-app', 'bob-s-app', 'BobSApp', 'bobSApp'],
    ['a--b', 'a-b', 'a-b', 'AB', 'aB'],
    ['-', 'app', 'app', 'App', 'App'],
    ['http', 'http-app', 'http', 'Http', 'http'],
    ['mews', 'mews-app', 'mews', 'Mews', 'mews'],
    ['node_modules', 'node_modules-app', 'node-modules', 'NodeModules', 'nodeModules'],
  ])('of %s', (name, packageName, kebab, pascal, camel) => {
    expect(nameForms(name)).toEqual({ name, packageName, kebab, pascal, camel });
  });

  it('leave the names of packages that the project depends on to those', () => {
    expect(nameForms('Express', ['express']).packageName).toBe('express-app');
    expect(nameForms('@types/node', ['@types/node']).packageName).toBe('@types/node-app');
  });

  it('are valid for whatever is a name', () => {
    const odd = ['await', 'static', '𝕏y', 'Ünïcödé_App.v2', '~tilde', 'x'.repeat(100), 'نص', '_', '.hidden', 'ab!c', 'arguments', 'undefined', 'NaN', 'toString', '(1+1)', '🦅', 'a.-b', '1.2.3'];
    for (const name of odd) {
      checkProjectName(name);
      const { packageName, kebab, pascal, camel } = nameForms(name);
      expect(packageName, name).toMatch(PACKAGE_NAME);
      expect(kebab, name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      for (const identifier of [pascal, camel]) expect(() => new Function(`'use strict'; class ${identifier} {}; return ${identifier};`) as unknown, `${name}: ${identifier}`).not.toThrow();
      expect([pascal in globalThis, camel in globalThis]).toEqual([false, false]);
    }
  });
});

describe('a name', () => {
  it.each([
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['a/b', "'/' separates the scope"],
    ['../x', "'/' separates the scope"],
    ['@a/b/c', "'/' separates the scope"],
    ['@x/', "'/' separates the scope"],
    ['a\\b', "'\\' in it"],
    ['a"b', `'"' in it`],
    ['a`b', "'`' in it"],
    ['a$b', "'$' in it"],
    ['a:b', "':' in it"],
    ['a\nb', 'a control character in it'],
    ['a\u202Eb', 'a control character in it'],
    ['..', 'dot at its end'],
    ['x.', 'dot at its end'],
    [' x', 'blanks around it'],
    ['@a/ x', 'blanks around it'],
    ['con', 'Windows keeps that name'],
    ['NUL.txt', 'Windows keeps that name'],
    ['x'.repeat(101), 'longer than 100'],
  ])('is refused: %j', (name, problem) => {
    expect(() => checkProjectName(name)).toThrow(MewsError);
    expect(() => checkProjectName(name)).toThrow(problem);
  });

  it('makes a folder, and a scope is no part of it', async () => {
    const { path } = await tempProject();
    for (const name of ['My App', '@scope/Größe', '日本', "Bob's app", '.hidden']) {
      checkProjectName(name);
      mkdirSync(path(folderName(name)));
    }
    expect(folderName('@scope/Größe')).toBe('Größe');
  });
});
