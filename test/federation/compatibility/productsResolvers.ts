// The data are the suite's: its tests know them.

interface User {
  readonly email: string;
  readonly totalProductsCreated?: number | null;
  readonly yearsOfEmployment?: number;
}

interface ProductReference {
  readonly id?: string;
  readonly sku?: string;
  readonly package?: string;
  readonly variation?: { readonly id: string };
}

interface DeprecatedProductReference {
  readonly sku: string;
  readonly package: string;
}

const createdBy = {
  email: 'support@apollographql.com',
  name: 'Jane Smith',
  totalProductsCreated: 1337,
  yearsOfEmployment: 10,
};

const deprecatedProduct = {
  sku: 'apollo-federation-v1',
  package: '@apollo/federation-v1',
  reason: 'Migrate to Federation V2',
  createdBy,
};

const research = [
  { study: { caseNumber: '1234', description: 'Federation Study' }, outcome: null },
  { study: { caseNumber: '1235', description: 'Studio Study' }, outcome: null },
];

const dimensions = { size: 'small', weight: 1, unit: 'kg' };

const products = [
  {
    id: 'apollo-federation',
    sku: 'federation',
    package: '@apollo/federation',
    variation: { id: 'OSS' },
    dimensions,
    createdBy,
    notes: null,
    research: research.slice(0, 1),
  },
  {
    id: 'apollo-studio',
    sku: 'studio',
    package: '',
    variation: { id: 'platform' },
    dimensions,
    createdBy,
    notes: null,
    research: research.slice(1),
  },
];

/** What a subgraph under test has to answer. Each object is a copy: the library writes the type's name on it. */
export const productsResolvers = {
  Query: {
    product: (_: unknown, { id }: { readonly id: string }) => products.find((product) => product.id === id) ?? null,
    deprecatedProduct: (_: unknown, reference: DeprecatedProductReference) => findDeprecated(reference),
  },
  Product: { __resolveReference: (reference: ProductReference) => findProduct(reference) },
  DeprecatedProduct: { __resolveReference: (reference: DeprecatedProductReference) => findDeprecated(reference) },
  ProductResearch: {
    __resolveReference: ({ study }: { readonly study: { readonly caseNumber: string } }) =>
      copyOf(research.find((candidate) => candidate.study.caseNumber === study.caseNumber)),
  },
  User: {
    __resolveReference: ({ email, totalProductsCreated, yearsOfEmployment }: User) =>
      email === createdBy.email ? { ...createdBy, totalProductsCreated, yearsOfEmployment } : null,
    averageProductsCreatedPerYear: ({ totalProductsCreated, yearsOfEmployment }: User) =>
      totalProductsCreated == null || !yearsOfEmployment ? null : Math.round(totalProductsCreated / yearsOfEmployment),
  },
  Inventory: {
    __resolveReference: ({ id }: { readonly id: string }) =>
      id === 'apollo-oss' ? { id, deprecatedProducts: [deprecatedProduct] } : null,
  },
};

function findProduct({ id, sku, package: name, variation }: ProductReference): object | null {
  return copyOf(
    products.find((product) =>
      id === undefined
        ? product.sku === sku &&
          (variation === undefined ? product.package === name : product.variation.id === variation.id)
        : product.id === id,
    ),
  );
}

function findDeprecated({ sku, package: name }: DeprecatedProductReference): object | null {
  return sku === deprecatedProduct.sku && name === deprecatedProduct.package ? { ...deprecatedProduct } : null;
}

function copyOf(found: object | undefined): object | null {
  return found === undefined ? null : { ...found };
}
