"""The VBA between Excel and Python: what starts Python, and what may tell it which one.

xlwings' own module obeys the workbook that happens to be open: its sheets, its folder, code in its sheets.
So only its way of calling its library is kept here, and settings are taken from the add-in itself and the
user's own profile alone. No shell takes part, nothing is looked for in the current folder, and what reaches
the command line is either a whole path that was checked or spelled in harmless letters.
"""

from __future__ import annotations

BRIDGE = "xlwings"
"""Name of the module: `Import Functions` of xlwings makes wrappers that expect it."""
CONF_SHEET = "pocgate.conf"
"""The sheet of the add-in that holds its settings."""

OWN_SHEET = f"""\
Private Function OwnSheet() As String
    'The settings of this add-in, one a line: name, comma, value
    Dim row As Long
    With ThisWorkbook.Worksheets("{CONF_SHEET}")
        For row = 1 To 50
            OwnSheet = OwnSheet & .Cells(row, 1).Value & "," & .Cells(row, 2).Value & vbLf
        Next row
    End With
End Function
"""
NO_SHEET = """\
Private Function OwnSheet() As String
    'A workbook travels, so what it says about programs counts for nothing
End Function
"""


def bridge(version: str, *, addin: bool) -> str:
    """Return the module's source without its name, for the library of one version of xlwings.

    Only the add-in has a sheet of settings: a workbook with answers comes back from elsewhere.
    """
    return SOURCE.replace("@VERSION@", version).replace("@OWN_SHEET@", OWN_SHEET if addin else NO_SHEET)


SOURCE = r''''Starts Python and calls it through the library of xlwings @VERSION@. Part of pocgate_xl.
'
'Derived from the VBA of xlwings, which is distributed under a BSD 3-clause license.
'
'Copyright (C) 2014-present, Zoomer Analytics LLC.
'All rights reserved.
'
'Redistribution and use in source and binary forms, with or without modification,
'are permitted provided that the following conditions are met:
'
'* Redistributions of source code must retain the above copyright notice, this
'  list of conditions and the following disclaimer.
'
'* Redistributions in binary form must reproduce the above copyright notice, this
'  list of conditions and the following disclaimer in the documentation and/or
'  other materials provided with the distribution.
'
'* Neither the name of the copyright holder nor the names of its
'  contributors may be used to endorse or promote products derived from
'  this software without specific prior written permission.
'
'THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
'ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
'WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
'DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
'ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
'(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
'LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
'ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
'(INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
'SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

Option Explicit
Option Private Module 'no cell and no other workbook calls what stands here

#If Win64 Then
    Private Const LIBRARY As String = "xlwings64-@VERSION@.dll"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-@VERSION@.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibraryA Lib "KERNEL32" (ByVal lpLibFileName As String) As LongPtr
#ElseIf VBA7 Then
    Private Const LIBRARY As String = "xlwings32-@VERSION@.dll"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-@VERSION@.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibraryA Lib "KERNEL32" (ByVal lpLibFileName As String) As LongPtr
#Else
    Private Const LIBRARY As String = "xlwings32-@VERSION@.dll"
    Private Declare Function XLPyDLLActivateAuto Lib "xlwings32-@VERSION@.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
    Private Declare Function LoadLibraryA Lib "KERNEL32" (ByVal lpLibFileName As String) As Long
#End If

Public Const XLWINGS_VERSION As String = "@VERSION@"

Private command As String 'once the library is loaded: how Python is started
Private problem As String 'why it could not be started the last time
Private failed As Date

Public Function XLPy() As Variant
    'Who failed a moment ago fails again at once: a sheet has many cells, and each would wait for minutes
    If problem <> "" And DateDiff("s", failed, Now) < 60 Then Err.Raise 1000, Description:=problem
    problem = ""
    On Error GoTo remember
    If 0 <> XLPyDLLActivateAuto(XLPy, Started(), 1) Then Err.Raise 1000, Description:=XLPy
    Exit Function
remember:
    problem = Err.Description
    failed = Now
    Err.Raise 1000, Description:=problem
End Function

Public Sub RunScript(script As String)
    'What a button does, with the workbook that is open; only constants of this project come here
    Dim server As Object
    On Error GoTo show
    problem = "" 'whoever presses a button may have mended something
    Set server = XLPy()
    server.SetAttr server.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
    server.Exec "from pocgate_xl.functions.scripts import run; run('" & script & "')"
    Exit Sub
show:
    MsgBox Err.Description
End Sub

Private Function Started() As String
    Dim python As String
    If command = "" Then
        python = Interpreter()
        LoadBeside python
        command = CommandFor(python)
    End If
    Started = command
End Function

Public Function CommandFor(python As String) As String
    'No shell takes part and -P keeps the current folder out of Python's path
    Dim paths As String
    paths = GetConfig("PYTHONPATH")
    If paths <> "" Then paths = "import sys;sys.path[:0]='" & Spelled(paths) & "'.split(';');"
    If GetConfig("LANGUAGE") <> "" Then paths = paths & "import os;os.environ['POCGATE_LANG']='" & Spelled(GetConfig("LANGUAGE")) & "';"
    CommandFor = """" & python & """ -P -B -c """ & paths & "import xlwings;xlwings.serve('$(CLSID)')"
    If UCase$(GetConfig("SHOW CONSOLE")) = "TRUE" Then CommandFor = CommandFor & " #showconsole"
    CommandFor = CommandFor & """"
    If Len(CommandFor) + Len(python) > 2000 Then Refuse "PYTHONPATH is too long."
End Function

Public Function Interpreter() As String
    Interpreter = GetConfig("INTERPRETER_WIN")
    If Interpreter = "" Then Interpreter = GetConfig("INTERPRETER")
    Select Case LCase$(Interpreter)
        Case "", "python", "pythonw", "python.exe", "pythonw.exe"
            Interpreter = OfConda()
            If Interpreter = "" Then Interpreter = OnPath("pythonw.exe")
            If Interpreter = "" Then Interpreter = OnPath("python.exe")
            If Interpreter = "" Then Refuse "No Python is on the path: name one as INTERPRETER_WIN."
    End Select
    If Not IsSound(Interpreter) Then Refuse "INTERPRETER_WIN must be the whole path of a program."
    If Not IsFile(Interpreter) Then Refuse "There is no " & Interpreter & "."
End Function

Private Function OfConda() As String
    Dim home As String, environment As String
    home = GetConfig("CONDA PATH")
    environment = GetConfig("CONDA ENV")
    If home = "" Or environment = "" Then Exit Function
    If environment = "base" Then
        OfConda = home & "\pythonw.exe"
    ElseIf InStr(environment, "\") > 0 Then
        OfConda = environment & "\pythonw.exe"
    Else
        OfConda = home & "\envs\" & environment & "\pythonw.exe"
    End If
End Function

Private Function OnPath(program As String) As String
    'The current folder is not looked at, as it may be that of a workbook
    Dim folder As Variant, found As String
    For Each folder In Split(Surroundings("PATH"), ";")
        found = Replace(folder, """", "") & "\" & program
        If IsSound(found) And InStr(LCase$(found), "\windowsapps\") = 0 Then
            If IsFile(found) Then
                OnPath = found
                Exit Function
            End If
        End If
    Next folder
End Function

Private Sub LoadBeside(python As String)
    'By its whole path: a bare name would also be looked for in the current folder
    Dim folder As String
    folder = Left$(python, InStrRev(python, "\"))
    If LoadLibraryA(folder & LIBRARY) <> 0 Then Exit Sub
    folder = Left$(folder, InStrRev(folder, "\", Len(folder) - 1))
    If LoadLibraryA(folder & LIBRARY) <> 0 Then Exit Sub
    Refuse LIBRARY & " is neither beside " & python & " nor above: install xlwings " & XLWINGS_VERSION & " there."
End Sub

Private Sub Refuse(told As String)
    Err.Raise vbObjectError + 1001, "pocgate", told & " See: pocgate addin doctor"
End Sub

Public Function GetConfig(configKey As String) As String
    'From this add-in, then from the user's own profile; from no other workbook and no other folder
    Dim home As String
    GetConfig = Told(OwnSheet(), configKey)
    home = Surroundings("USERPROFILE")
    If Not IsSound(home) Then Exit Function
    If GetConfig = "" Then GetConfig = Told(TextOf(home & "\.pocgate\pocgate.conf"), configKey)
    If GetConfig = "" Then GetConfig = Told(TextOf(home & "\.xlwings\xlwings.conf"), configKey)
End Function

@OWN_SHEET@
Private Function Told(text As String, key As String) As String
    Dim line As Variant, comma As Long
    For Each line In Split(Replace(text, vbCr, ""), vbLf)
        comma = InStr(line, ",")
        If comma > 0 Then
            If Replace(UCase$(Bare(Left$(line, comma - 1))), "_", " ") = Replace(UCase$(key), "_", " ") Then
                Told = Expanded(Bare(Mid$(line, comma + 1)))
                Exit Function
            End If
        End If
    Next line
End Function

Private Function Bare(ByVal text As String) As String
    Bare = Trim$(text)
    If Len(Bare) > 1 And Left$(Bare, 1) = """" And Right$(Bare, 1) = """" Then Bare = Mid$(Bare, 2, Len(Bare) - 2)
End Function

Private Function Expanded(text As String) As String
    'The user's own variables, as %NAME%
    Dim parts As Variant, place As Long, value As String
    parts = Split(text, "%")
    If UBound(parts) < 0 Then Exit Function
    Expanded = parts(0)
    place = 1
    Do While place <= UBound(parts)
        value = ""
        If place < UBound(parts) And parts(place) <> "" Then value = Surroundings(CStr(parts(place)))
        If value <> "" Then
            Expanded = Expanded & value & parts(place + 1)
            place = place + 2
        Else
            Expanded = Expanded & "%" & parts(place)
            place = place + 1
        End If
    Loop
End Function

Public Function IsSound(path As String) As Boolean
    'A whole path, without what would end it on a command line or change on its way there
    Dim place As Long, letter As String
    If Not (path Like "[A-Za-z]:\*" Or path Like "\\[!\]*") Then Exit Function
    If InStr(path, "$(") > 0 Then Exit Function
    For place = 1 To Len(path)
        letter = Mid$(path, place, 1)
        If AscW(letter) >= 0 And AscW(letter) < 32 Then Exit Function
        If InStr("<>|?*""", letter) > 0 Then Exit Function
        If Chr$(Asc(letter)) <> letter Then Exit Function
    Next place
    IsSound = True
End Function

Public Function Spelled(text As String) As String
    'As a text of Python between apostrophes, of letters that mean nothing elsewhere
    Dim place As Long, letter As String
    For place = 1 To Len(text)
        letter = Mid$(text, place, 1)
        If letter = "\" Then
            letter = "\\"
        ElseIf Not letter Like "[A-Za-z0-9:;._/ -]" Or AscW(letter) > 126 Or AscW(letter) < 0 Then
            letter = "\u" & Right$("000" & Hex$(AscW(letter)), 4)
        End If
        Spelled = Spelled & letter
    Next place
End Function

Private Function Surroundings(name As String) As String
    Surroundings = Environ$(name)
End Function

Private Function IsFile(path As String) As Boolean
    Dim found As Long
    On Error Resume Next
    found = GetAttr(path)
    If Err.Number = 0 Then IsFile = (found And vbDirectory) = 0
End Function

Private Function TextOf(path As String) As String
    Dim number As Integer, line As String
    If Not IsFile(path) Then Exit Function
    number = FreeFile
    Open path For Input As #number
    Do While Not EOF(number)
        Line Input #number, line
        TextOf = TextOf & line & vbLf
    Loop
    Close #number
End Function
'''
