package org.tongqu.record.failure;

/**
 * Every code a caller can meet, with its HTTP status and title in both languages. The names are the wire values and never
 * change; a code is added, never renamed.
 */
public enum ProblemCode {
    /** The body is not what its media type says; nothing was read from it. */
    MALFORMED(400, "报文格式错误", "Malformed request"),
    /** No seal, or one that does not verify. */
    SEAL_INVALID(401, "签名缺失或无效", "Seal missing or not valid"),
    /** The key is unknown, revoked, expired or not meant for this use. */
    KEY_NOT_ACCEPTED(401, "密钥不被接受", "Key not accepted"),
    /** Source, key and channel do not name the same party. */
    PARTY_MISMATCH(401, "来源、密钥与通道不一致", "Source, key and channel do not name the same party"),
    /** What the caller's system shows to be known by, as its dialect has it, does not hold. */
    CHANNEL_NOT_AUTHENTIC(401, "接口认证未通过", "Channel authentication failed"),
    /** The seal's time is outside of the window. */
    SEAL_TIME(401, "签名时间超出允许范围", "Seal time outside of the window"),
    /** No proof of who reads, or one that does not hold. */
    PROOF_INVALID(401, "身份证明缺失或无效", "Proof of identity missing or not valid"),
    /** No sharing rule lets this sender send this type, or send it to the party named in {@code to}. */
    NO_RULE(403, "没有共享规则允许", "No sharing rule allows this"),
    /** Not there, or not yours: the two are not told apart. */
    NOT_FOUND(404, "未找到", "Not found"),
    /** The first request with this id is still being processed. */
    STILL_PROCESSING(409, "同一标识的请求正在处理", "A request with this id is still being processed"),
    /** Another outcome has been recorded for this delivery. */
    OUTCOME_STANDS(409, "已有不同的回执结果", "Another outcome stands"),
    /** The record does not fit where the life of its business object stands: not now, not from this party, or not with this number. */
    STATE_CONFLICT(409, "与业务当前状态不符", "Does not fit the current state"),
    /** The upload does not stand where this part of it begins. */
    UPLOAD_OFFSET(409, "续传位置不符", "Upload is not at this offset"),
    /** Larger than the limit of this party or site. */
    TOO_LARGE(413, "报文过大", "Too large"),
    /** A media type, content encoding or CloudEvents mode that is not taken here. */
    UNSUPPORTED_MEDIA_TYPE(415, "不支持的媒体类型", "Unsupported media type"),
    /** The range lies outside of what there is. */
    RANGE_OUTSIDE(416, "请求范围超出", "Range not satisfiable"),
    /** The envelope lacks or misuses an attribute. */
    ENVELOPE_INVALID(422, "信封属性不符合规范", "Envelope attributes not valid"),
    /** No schema for this record type. */
    TYPE_UNKNOWN(422, "未知的记录类型", "Unknown record type"),
    /** The data breaks the schema of its type. */
    SCHEMA_VIOLATION(422, "数据不符合规范", "Data breaks the schema"),
    /** A message cannot be translated between a partner's dialect and ours. */
    UNTRANSLATABLE(422, "报文无法翻译", "Message cannot be translated"),
    /** The same id came before with other bytes. */
    ID_REUSED(422, "标识已被其他内容使用", "Id used before with other content"),
    /** Part of a batch item or receipt differs from what it must equal. */
    DIGEST_DIFFERS(422, "摘要不一致", "Digest differs"),
    /** A record refers to a material that its sender neither stored nor was given. */
    MATERIAL_UNKNOWN(422, "引用的材料不存在", "Unknown material"),
    /** An earlier item of the same key in this batch was refused. */
    EARLIER_ITEM_REFUSED(424, "同一业务的前一条被拒绝", "An earlier item of the same key was refused"),
    /** Too many requests; see Retry-After. */
    TOO_FAST(429, "请求过于频繁", "Too many requests"),
    /** The party has stored as much as it may without a record that refers to it; see Retry-After. */
    QUOTA_USED(429, "未被引用的材料已达上限", "Quota of materials without a record used up"),
    /** Something failed on our side; nothing was accepted. */
    INTERNAL(500, "内部错误", "Internal error"),
    /** Who was asked does not answer this question. */
    PROVIDER_REFUSED(502, "提供方拒绝查询", "Provider refused the query"),
    /** Intake is closed for the moment; see Retry-After. */
    UNAVAILABLE(503, "暂时无法受理", "Temporarily unavailable"),
    /** Who was asked is away, or took longer than it may. */
    PROVIDER_AWAY(504, "提供方暂时不可达", "Provider away");

    private final int status;
    private final String titleZh;
    private final String titleEn;

    ProblemCode(int status, String titleZh, String titleEn) {
        this.status = status;
        this.titleZh = titleZh;
        this.titleEn = titleEn;
    }

    /** The HTTP status that goes with the code. */
    public int status() {
        return status;
    }

    /** The title in Chinese. */
    public String titleZh() {
        return titleZh;
    }

    /** The title in English. */
    public String titleEn() {
        return titleEn;
    }
}
