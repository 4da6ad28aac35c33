/** Names of published checkpoints in the names of our models: tables of patterns. */

/** A rule: names that match `from`, whose `*` stand for any text, become `to`, where each `*` is what matched. */
export interface KeyRule {
  from: string;
  /** null leaves the tensor out; several names share the tensor's rows in equal parts. */
  to: string | readonly string[] | null;
}

/** The names of a family of checkpoints. */
export interface KeyMap {
  name: string;
  /** Names by which a file is recognized: it has all of them. */
  has: readonly string[];
  /** The first rule that matches a name applies; other names stay. */
  rules: readonly KeyRule[];
}

const attention = (part: string): KeyRule => ({
  from: `audio_spectrogram_transformer.encoder.layer.*.attention.attention.${part}.*`,
  to: `encoder.layers.*.attention.${part[0]}_proj.*`,
});

export const KEY_MAPS: readonly KeyMap[] = [
  {
    // Kong et al., "PANNs", 2020: Cnn6, Cnn10, Cnn14 of qiuqiangkong/audioset_tagging_cnn.
    name: "PANNs",
    has: ["bn0.weight", "fc_audioset.weight"],
    rules: [
      { from: "spectrogram_extractor.*", to: null },
      { from: "logmel_extractor.*", to: null },
      { from: "fc_audioset.*", to: "head.fc.*" },
      { from: "*", to: "encoder.*" },
    ],
  },
  {
    // Schmid et al., "EfficientAT", 2023: mn04 to mn40 of fschmid56/EfficientAT.
    name: "EfficientAT",
    has: ["features.0.0.weight", "classifier.5.weight"],
    rules: [
      { from: "mel.*", to: null },
      { from: "classifier.5.*", to: "head.fc.*" },
      { from: "*", to: "encoder.*" },
    ],
  },
  {
    // Gong et al., "AST", 2021, as Hugging Face's transformers publish it: MIT/ast-finetuned-audioset-10-10-0.4593.
    name: "AST (transformers)",
    has: ["audio_spectrogram_transformer.embeddings.cls_token"],
    rules: [
      ...["query", "key", "value"].map(attention),
      {
        from: "audio_spectrogram_transformer.encoder.layer.*.attention.output.dense.*",
        to: "encoder.layers.*.attention.o_proj.*",
      },
      {
        from: "audio_spectrogram_transformer.encoder.layer.*.intermediate.dense.*",
        to: "encoder.layers.*.mlp.fc1.*",
      },
      {
        from: "audio_spectrogram_transformer.encoder.layer.*.output.dense.*",
        to: "encoder.layers.*.mlp.fc2.*",
      },
      {
        from: "audio_spectrogram_transformer.encoder.layer.*.layernorm_before.*",
        to: "encoder.layers.*.layernorm_before.*",
      },
      {
        from: "audio_spectrogram_transformer.encoder.layer.*.layernorm_after.*",
        to: "encoder.layers.*.layernorm_after.*",
      },
      { from: "audio_spectrogram_transformer.*", to: "encoder.*" },
      // The norm before it, classifier.layernorm, is reported: our head has none.
      { from: "classifier.dense.*", to: "head.fc.*" },
    ],
  },
  {
    // The authors' own checkpoints, in the names of timm.
    name: "AST (YuanGongND)",
    has: ["v.cls_token", "v.dist_token"],
    rules: [
      { from: "v.cls_token", to: "encoder.embeddings.cls_token" },
      { from: "v.dist_token", to: "encoder.embeddings.distillation_token" },
      { from: "v.pos_embed", to: "encoder.embeddings.position_embeddings" },
      { from: "v.patch_embed.proj.*", to: "encoder.embeddings.patch_embeddings.projection.*" },
      {
        from: "v.blocks.*.attn.qkv.*",
        to: ["q", "k", "v"].map((one) => `encoder.layers.*.attention.${one}_proj.*`),
      },
      { from: "v.blocks.*.attn.proj.*", to: "encoder.layers.*.attention.o_proj.*" },
      { from: "v.blocks.*.norm1.*", to: "encoder.layers.*.layernorm_before.*" },
      { from: "v.blocks.*.norm2.*", to: "encoder.layers.*.layernorm_after.*" },
      { from: "v.blocks.*.mlp.*", to: "encoder.layers.*.mlp.*" },
      { from: "v.norm.*", to: "encoder.layernorm.*" },
      // The ImageNet heads of the vision transformer.
      { from: "v.head*", to: null },
      { from: "mlp_head.1.*", to: "head.fc.*" },
    ],
  },
];
