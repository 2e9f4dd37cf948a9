"""办理凭据和附件: what a reply rests on, and what may be kept beside an order."""

from __future__ import annotations

from typing import Any

from app.kernel.facts import facts
from app.kernel.rules import rule
from app.law.reading import contacts_of
from app.models.attachment import Attachment
from app.models.behaviour_mark import BehaviourMark
from app.models.enums import Behaviour, DemandKind, MediaKind
from app.models.reply import Reply

#: What is taken in, by what was found in the file itself.
MEDIA: dict[str, MediaKind] = {
    "image/jpeg": MediaKind.PICTURE,
    "image/png": MediaKind.PICTURE,
    "image/webp": MediaKind.PICTURE,
    "image/heic": MediaKind.PICTURE,
    "audio/mpeg": MediaKind.VOICE,
    "audio/x-wav": MediaKind.VOICE,
    "audio/amr": MediaKind.VOICE,
    "audio/mp4": MediaKind.VOICE,
    "audio/ogg": MediaKind.VOICE,
    "video/mp4": MediaKind.VIDEO,
    "video/quicktime": MediaKind.VIDEO,
    "video/3gpp": MediaKind.VIDEO,
    "video/webm": MediaKind.VIDEO,
    "application/pdf": MediaKind.DOCUMENT,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": MediaKind.DOCUMENT,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": MediaKind.DOCUMENT,
    "text/plain": MediaKind.DOCUMENT,
}
TAKEN = (
    "图片（JPG、PNG、WebP、HEIC）、语音（MP3、WAV、AMR、M4A、OGG）、"
    "视频（MP4、MOV、3GP、WebM）、文件（PDF、DOCX、XLSX、TXT）"
)
LARGEST = 100 * 1024 * 1024


@rule(Reply, clause="平台规则:proof_of_action", fields="proof")
def reply_rests_on_proof(act: Reply, was: Any) -> str | None:
    """办理凭据与诉求类型相符：举报须有文书或照片，求助、投诉、建议至少有联系上诉求人的记录。"""
    if was is not None or act.order is None or act.dispatch is None:
        return None
    kind = act.order.demand_kind
    if kind is DemandKind.CONSULT or (act.proof or "").strip():
        return None
    sent = (e for e in facts(act, Attachment) if e.by_unit is act.by_unit)
    kept = {each.kind for each in sent if each.at >= act.dispatch.at}
    if kept - {MediaKind.VOICE} or (kept and kind is not DemandKind.REPORT):
        return None
    if kind is DemandKind.REPORT:
        return "举报的办理须有文书或照片：请填写文号、照片编号，或先上传附件"
    if any(each.reached for each in contacts_of(act.dispatch, act)):
        return None
    return "还没有联系上诉求人的记录，也没有文书、照片：请先联系诉求人，或填写办理凭据"


@rule(Attachment, clause="条例:八(2)", fields="note")
def attachment_is_of_a_kind_taken_in(act: Attachment, _: Any) -> str | None:
    """语音、文字、图片、视频均可；按文件内容认定格式，不凭文件名。"""
    if act.media_type is None or act.size is None:
        return "请选择要上传的文件"
    if MEDIA.get(act.media_type) is not act.kind:
        return f"不接受“{act.media_type}”格式的文件，可以上传{TAKEN}"
    if act.size > LARGEST:
        return f"附件不得超过 {LARGEST // 1024**2} MB"
    return None


@rule(BehaviourMark, clause="条例:九(3)", fields="kind evidence dissuaded")
def mark_rests_on_evidence(act: BehaviourMark, _: Any) -> str | None:
    """标记恶意反复、长时间占用等行为须有可以核对的依据；不影响其诉求的受理。"""
    if act.kind not in set(Behaviour):
        return "请选择行为"
    if not (act.evidence or "").strip():
        return "标记须写明可以核对的依据（时间、次数、录音编号等）"
    return None


@rule(BehaviourMark, clause="条例:三十七", fields="dissuaded")
def mark_comes_after_dissuading(act: BehaviourMark, _: Any) -> str | None:
    """对违反规定的诉求人只作劝阻、批评、教育并讲明后果，标记时写明怎样劝阻。"""
    if (act.dissuaded or "").strip():
        return None
    return "标记前须先劝阻、批评、教育，请写明怎样劝阻"
