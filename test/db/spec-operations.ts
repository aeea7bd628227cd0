import type { Collection, Db } from 'mongodb';

type Arguments = Record<string, any>;

/** The operations of MongoDB's unified test format, as calls of the driver. */
export const OF_COLLECTION: Record<string, (c: Collection, args: Arguments) => Promise<unknown>> = {
  insertOne: (c, { document, ...o }) => c.insertOne(document, o),
  insertMany: (c, { documents, ...o }) => c.insertMany(documents, o),
  find: (c, { filter = {}, ...o }) => c.find(filter, o).toArray(),
  findOne: (c, { filter = {}, ...o }) => c.findOne(filter, o),
  aggregate: (c, { pipeline, ...o }) => c.aggregate(pipeline, o).toArray(),
  countDocuments: (c, { filter = {}, ...o }) => c.countDocuments(filter, o),
  count: (c, { filter = {}, ...o }) => c.count(filter, o),
  estimatedDocumentCount: (c, o) => c.estimatedDocumentCount(o),
  distinct: (c, { fieldName, filter = {}, ...o }) => c.distinct(fieldName, filter, o),
  updateOne: (c, { filter, update, ...o }) => c.updateOne(filter, update, o),
  updateMany: (c, { filter, update, ...o }) => c.updateMany(filter, update, o),
  replaceOne: (c, { filter, replacement, ...o }) => c.replaceOne(filter, replacement, o),
  deleteOne: (c, { filter, ...o }) => c.deleteOne(filter, o),
  deleteMany: (c, { filter, ...o }) => c.deleteMany(filter, o),
  findOneAndUpdate: (c, { filter, update, ...o }) => c.findOneAndUpdate(filter, update, returning(o)),
  findOneAndReplace: (c, { filter, replacement, ...o }) =>
    c.findOneAndReplace(filter, replacement, returning(o)),
  findOneAndDelete: (c, { filter, ...o }) => c.findOneAndDelete(filter, o),
  bulkWrite: (c, { requests, ...o }) => c.bulkWrite(requests, o),
  createIndex: (c, { keys, ...o }) => c.createIndex(keys, o),
};

export const OF_DATABASE: Record<string, (db: Db, args: Arguments) => Promise<unknown>> = {
  createCollection: (db, { collection, ...o }) => db.createCollection(collection, o),
  dropCollection: (db, { collection }) => db.dropCollection(collection),
  failPoint: (db, { failPoint }) => db.client.db('admin').command(failPoint),
  runCommand: (db, { command }) => db.command(command),
};

const returning = ({ returnDocument = 'before', ...o }: Arguments) => ({
  ...o,
  returnDocument: returnDocument.toLowerCase(),
});
